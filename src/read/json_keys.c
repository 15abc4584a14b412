/* json_keys.c: see json_keys.h. */
#include "read/json_keys.h"

#include <string.h>

enum { FEW = 12 };

void json_keys_add(struct json_keys *k, struct arena *a, const char *text, size_t len, size_t at)
{
	size_t wanted = k->room ? k->room * 2 : 64;

	if (k->n == k->room) {
		k->at = take_longer(a, k->at, k->room * sizeof *k->at, wanted * sizeof *k->at);
		k->room = wanted;
	}
	k->at[k->n++] = (struct json_key){ .text = text, .len = (unsigned int)len, .at = (unsigned int)at };
}

static int compare(const struct json_key *a, const struct json_key *b)
{
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return memcmp(a->text, b->text, a->len);
}

static bool after(const struct json_key *a, const struct json_key *b)
{
	int order = compare(a, b);

	return order ? order > 0 : a->at > b->at;
}

static bool found(const struct json_keys *k, size_t one, size_t other, size_t *ret_first, size_t *ret_second)
{
	if (compare(&k->at[one], &k->at[other]))
		return false;
	*ret_first = one;
	*ret_second = other;
	return true;
}

static bool each_with_each(const struct json_keys *k, size_t first, size_t *ret_first, size_t *ret_second)
{
	for (size_t i = first; i < k->n; i++)
		for (size_t j = first; j < i; j++)
			if (found(k, j, i, ret_first, ret_second))
				return true;
	return false;
}

static void sink(struct json_key *heap, size_t i, size_t n)
{
	struct json_key moved = heap[i];

	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && after(&heap[child + 1], &heap[child]))
			child++;
		if (!after(&heap[child], &moved))
			break;
		heap[i] = heap[child];
	}
	heap[i] = moved;
}

/* Heapsort: needs no memory, and no order of the keys makes it slow. */
static void sort(struct json_key *keys, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sink(keys, i, n);
	while (n-- > 1) {
		struct json_key largest = keys[0];

		keys[0] = keys[n];
		keys[n] = largest;
		sink(keys, 0, n);
	}
}

bool json_keys_twice(struct json_keys *k, size_t first, size_t *ret_first, size_t *ret_second)
{
	if (k->n - first <= FEW)
		return each_with_each(k, first, ret_first, ret_second);
	sort(k->at + first, k->n - first);
	for (size_t i = first + 1; i < k->n; i++)
		if (found(k, i - 1, i, ret_first, ret_second))
			return true;
	return false;
}
