/* cgroup_value.c: see cgroup_value.h. */
#include "decide/cgroup_value.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

bool cgroup_value_is_empty(const struct cgroup_value *value)
{
	return value->number == cgroup_rules[value->limit].empty;
}

bool cgroup_value_is_free(const struct cgroup_value *value)
{
	return value->number < 0 && !value->text;
}

static const struct cgroup_value *find(const struct cgroup_limits *all, enum cgroup_limit limit)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].limit == limit && !cgroup_value_is_empty(&all->at[i]))
			return &all->at[i];
	return NULL;
}

/* log2 with 24 bits behind the point: the mantissa is squared, and each time that it passes 2 one bit is found. */
static int64_t log2_fixed(uint64_t n)
{
	int whole = 63 - __builtin_clzll(n);
	uint64_t mantissa = whole > 31 ? n >> (whole - 31) : n << (31 - whole);
	int64_t bits = whole;

	for (int i = 0; i < 24; i++) {
		mantissa = mantissa * mantissa >> 31;
		bits = bits * 2 + (int64_t)(mantissa >> 32 & 1);
		mantissa >>= mantissa >> 32 & 1;
	}
	return bits;
}

/*
 * weight = ceil(10 ^ ((l*l + 125*l) / 612 - 7/34)), l = log2(shares): the way of runc and crun since 2025, with 2, 1024 and
 * 262144 becoming 1, 100 and 10000.  (The older linear way makes the default of one, 1024, a 39 of the other.)  Here both
 * sides are compared as logarithms, times 612; the tolerance is for the points that are met exactly (floating point gives
 * another weight by one for 282 of the 262,143 shares).
 */
unsigned cgroup_weight_of_shares(long long shares)
{
	static const int64_t of_2 = 3090872532, tolerance = 512; /* 612 * log10(2); all with 24 bits behind the point */
	int64_t l = log2_fixed((uint64_t)(shares < 2 ? 2 : shares > 262144 ? 262144 : shares));
	int64_t wanted = (l * l >> 24) + 125 * l - (126LL << 24) - tolerance;
	unsigned low = 1, high = 10000;

	while (low < high) {
		unsigned middle = (low + high) / 2;

		if ((log2_fixed(middle) * of_2 >> 24) >= wanted)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static const char *max_of(struct arena *a, long long n)
{
	return n < 0 ? "max" : take_format(a, "%lld", n);
}

static int weight_of(long long weight, long long *ret, struct error *err)
{
	if (weight < 10 || weight > 1000)
		return fail(err, EINVAL, "linux.resources.blockIO: a weight is from 10 to 1000, not %lld", weight);
	*ret = 1 + (weight - 10) * 9999 / 990;
	return 0;
}

/* v1 limits memory and swap together, v2 swap alone. */
static int swap_of(const struct cgroup_value *value, const struct cgroup_limits *all, struct arena *a, const char **ret,
    struct error *err)
{
	const struct cgroup_value *memory = find(all, LIMIT_MEMORY_LIMIT);

	if (value->number < 0) {
		*ret = "max";
		return 0;
	}
	if (!memory || memory->number < 0)
		return fail(
		    err, EINVAL, "linux.resources.memory.swap needs a linux.resources.memory.limit, which it includes");
	if (value->number < memory->number)
		return fail(err, EINVAL,
		    "linux.resources.memory.swap (%lld) is below linux.resources.memory.limit (%lld), "
		    "which it includes",
		    value->number, memory->number);
	*ret = take_format(a, "%lld", value->number - memory->number);
	return 0;
}

static const char *quota_of(const struct cgroup_value *value, const struct cgroup_limits *all, struct arena *a)
{
	const struct cgroup_value *period = find(all, LIMIT_CPU_PERIOD);

	return period ? take_format(a, "%s %lld", max_of(a, value->number), period->number) : max_of(a, value->number);
}

static const char *device_of(const struct cgroup_value *value, const char *key, long long number, struct arena *a)
{
	return take_format(a, "%lld:%lld %s%lld", value->major, value->minor, key, number);
}

static int check_device(const struct cgroup_value *value, struct error *err)
{
	if (value->major < 0 || value->minor < 0 || value->major > UINT32_MAX || value->minor > UINT32_MAX)
		return fail(err, EINVAL, "linux.resources.%s: %lld:%lld is not the number of a device",
		    cgroup_words + cgroup_rules[value->limit].field, value->major, value->minor);
	return 0;
}

static int of_device(enum cgroup_how how, const char *key, const struct cgroup_value *value, struct arena *a,
    const char **ret, struct error *err)
{
	long long number = value->number;

	if (check_device(value, err) < 0)
		return -1;
	if (how == HOW_DEVICE_WEIGHT && weight_of(value->number, &number, err) < 0)
		return -1;
	/* v1 lifts a limit with 0, v2 takes no 0 */
	*ret = how == HOW_KEY && !number ? take_format(a, "%lld:%lld %smax", value->major, value->minor, key)
					 : device_of(value, how == HOW_KEY ? key : "", number, a);
	return 0;
}

int cgroup_value_text(enum cgroup_how how, const char *key, const struct cgroup_value *value,
    const struct cgroup_limits *all, struct arena *a, const char **ret, struct error *err)
{
	long long weight;

	switch (how) {
	case HOW_NUMBER:
		*ret = take_format(a, "%lld", value->number);
		return 0;
	case HOW_MAX:
		*ret = max_of(a, value->number);
		return 0;
	case HOW_TEXT:
		*ret = value->text;
		return 0;
	case HOW_FILE:
		*ret = value->more;
		return 0;
	case HOW_FLAG:
		*ret = "1";
		return 0;
	case HOW_SHARES:
		*ret = take_format(a, "%u", cgroup_weight_of_shares(value->number));
		return 0;
	case HOW_QUOTA:
		*ret = quota_of(value, all, a);
		return 0;
	case HOW_PERIOD:
		*ret = find(all, LIMIT_CPU_QUOTA) ? NULL : take_format(a, "max %lld", value->number);
		return 0;
	case HOW_SWAP:
		return swap_of(value, all, a, ret, err);
	case HOW_WEIGHT:
		if (weight_of(value->number, &weight, err) < 0)
			return -1;
		*ret = take_format(a, "%lld", weight);
		return 0;
	case HOW_DEVICE:
	case HOW_DEVICE_WEIGHT:
	case HOW_KEY:
		return of_device(how, key, value, a, ret, err);
	}
	return fail(err, EINVAL, "cgroup.spec: way %d is not known", how);
}
