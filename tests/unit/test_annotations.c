/* Annotations: the examples of the spec, plain and in base64, and by hand what goes wrong with whole sources. */
#include "unit.h"
#include "read/annotations_source.h"
#include "read/base64.h"

#define P      "com.urunc.unikernel."
#define TYPE   P "unikernelType"
#define HYPER  P "hypervisor"
#define BINARY P "binary"

static char memory[1 << 20];
static struct arena arena;
static struct warnings warnings;
static struct error err;
static struct annotations got;
static enum annotation_source got_source;

static int begin(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	memset(&got, 0x55, sizeof got);
	got_source = FROM_NOWHERE;
	err = (struct error){ 0 };
	return 0;
}

/* The base64 of any text: written here, not taken from the generator. */
static const char *b64(const char *s)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = strlen(s), at = 0;
	char *out = take(&arena, n * 2 + 8);

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)(unsigned char)s[i] << 16;

		v |= i + 1 < n ? (unsigned)(unsigned char)s[i + 1] << 8 : 0;
		v |= i + 2 < n ? (unsigned)(unsigned char)s[i + 2] : 0;
		out[at++] = set[v >> 18];
		out[at++] = set[v >> 12 & 63];
		out[at++] = i + 1 < n ? set[v >> 6 & 63] : '=';
		out[at++] = i + 2 < n ? set[v & 63] : '=';
	}
	return out;
}

/* Key, value, key, value, ..., NULL. */
static size_t pairs_of(struct pair *ret, const char *const *words)
{
	size_t n = 0;

	for (; *words; words += 2)
		ret[n++] = (struct pair){ words[0], words[1] };
	return n;
}

static int read_words(enum annotation_source from, const char *const *words)
{
	struct pair pairs[32];
	size_t n = pairs_of(pairs, words);

	return annotations_read(&arena, pairs, n, from, "F", &got, &warnings, &err);
}

static int choose_words(const char *const *bundle, const char *const *image)
{
	struct pair b[32], i[32];
	struct annotation_file bundle_file = { "config.json", b, pairs_of(b, bundle) };
	struct annotation_file image_file = { "urunc.json", i, image ? pairs_of(i, image) : 0 };

	return annotations_choose(&arena, &bundle_file, image ? &image_file : NULL, &got, &got_source, &warnings, &err);
}

#define READ(from, ...) read_words(from, (const char *const[]){ __VA_ARGS__, NULL })
#define LIST(...)	((const char *const[]){ __VA_ARGS__, NULL })
#define GOOD_THREE	TYPE, "linux", HYPER, "qemu", BINARY, "/boot/kernel"

static void expect_good(int rc)
{
	if (rc)
		fail_msg("%s\n", err.text);
}

static void expect_error(int rc, const char *text)
{
	struct annotations untouched;

	assert_int_equal(rc, -1);
	assert_string_equal(err.text, text);
	assert_int_equal(err.num, EINVAL);
	memset(&untouched, 0x55, sizeof untouched);
	assert_memory_equal(&got, &untouched, sizeof got);
}

/* The words of a key are those of other specs: a new guest or monitor changes no test. */
static const char *none_of(const char *begin, enum annotation which)
{
	return take_format(
	    &arena, "%s is none of %s, nor the base64 of one", begin, annotation_text(annotation_rows[which].words));
}

static void expect_warning(const char *text)
{
	assert_int_equal(warnings.n, 1);
	assert_string_equal(warnings.at[0], text);
}

struct example {
	const char *kind, *key, *value;
	int line;
};
static const struct example examples[] = {
#define EXAMPLE(kind, key, value, line) { kind, key, value, line },
#include "annotations_vectors.h"
};
enum { EXAMPLES = sizeof examples / sizeof *examples };

static const char *full(const char *key)
{
	return take_format(&arena, P "%s", key);
}

/* A whole source in which one key has the value of an example; 1: the source was taken with this very value. */
static int taken(const struct example *e, bool coded)
{
	const char *words[40];
	int n = 0;
	enum annotation which = annotation_by_key(full(e->key)), with = annotation_rows[which].with;

	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		const char *value = NULL;

		for (int k = 0; k < EXAMPLES && !value; k++)
			if (!strcmp(examples[k].kind, "good") &&
			    annotation_by_key(full(examples[k].key)) == (enum annotation)i)
				value = examples[k].value;
		if ((int)which == i)
			value = e->value;
		else if (!annotation_rows[i].always && (int)with != i && annotation_rows[i].with != which)
			continue;
		words[n++] = annotation_key((enum annotation)i);
		words[n++] = coded ? b64(value) : value;
	}
	words[n] = NULL;
	if (read_words(FROM_ANNOTATIONS, words))
		return 0;
	return annotation_get(&got, which) && !strcmp(annotation_get(&got, which), e->value);
}

static void test_examples(void **state)
{
	int judged = 0;

	for (int i = 0; i < EXAMPLES; i++) {
		const struct example *e = &examples[i];
		bool good = !strcmp(e->kind, "good");

		if (!good && strcmp(e->kind, "bad"))
			continue;
		for (int coded = 0; coded < 2; coded++, judged++) {
			begin(state);
			if (taken(e, coded) != good)
				fail_msg("line %d, %s %s \"%s\": %s\n", e->line, e->kind, e->key, e->value, err.text);
		}
	}
	assert_true(judged > 100);
}

static void test_reads(void **state)
{
	static const char *const names[] = { "plain", "base64", "neither" };
	int judged = 0;

	begin(state);
	for (int i = 0; i < EXAMPLES; i++) {
		enum annotation which = annotation_by_key(full(examples[i].key));

		if (!strcmp(examples[i].kind, "good") || !strcmp(examples[i].kind, "bad"))
			continue;
		assert_string_equal(names[source_encoding_of(which, examples[i].value)], examples[i].kind);
		judged++;
	}
	assert_true(judged > 5);
}

static void test_everything(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "cmdline", "a b", P "unikernelVersion", "0.19.0", P "initrd", "i",
	    P "block", "d", P "blkMntPoint", "/", P "useDMBlock", "1", P "solo5NetDev", "n0", P "solo5BlkDev", "b0",
	    "org.example", "\xff"));
	assert_int_equal(warnings.n, 0);
	assert_string_equal(got.unikernel_type, "linux");
	assert_string_equal(got.hypervisor, "qemu");
	assert_string_equal(got.binary, "/boot/kernel");
	assert_string_equal(got.cmdline, "a b");
	assert_string_equal(got.unikernel_version, "0.19.0");
	assert_string_equal(got.initrd, "i");
	assert_string_equal(got.block, "d");
	assert_string_equal(got.blk_mnt_point, "/");
	assert_true(annotation_yes(got.mount_rootfs));
	assert_string_equal(got.solo5_net_dev, "n0");
	assert_string_equal(got.solo5_blk_dev, "b0");
	assert_int_equal(got.from[ANNOTATION_BLOCK], FROM_IMAGE);
	assert_int_equal(got.from[ANNOTATION_CPU], FROM_NOWHERE);
	assert_null(got.cpu);
}

/* What bunix writes: every key, many of them empty. */
static void test_empty(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "cmdline", "", P "block", "", P "blkMntPoint", "", P "mountRootfs",
	    "", P "useDMBlock", "", P "vAccel", ""));
	assert_int_equal(warnings.n, 0);
	assert_null(got.cmdline);
	assert_null(got.block);
	assert_false(annotation_yes(got.mount_rootfs));
}

/* What bunny writes into urunc.json: all labels, in base64. */
static void test_base64_source(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, TYPE, "dW5pa3JhZnQ=", HYPER, "cWVtdQ==", BINARY, "Ly5ib290L2tlcm5lbA==",
	    P "cmdline", "zrvOs86/z4I=", "org.opencontainers.image.title", "dGl0bGU=", P "initrd", ""));
	assert_string_equal(got.unikernel_type, "unikraft");
	assert_string_equal(got.hypervisor, "qemu");
	assert_string_equal(got.binary, "/.boot/kernel");
	assert_string_equal(got.cmdline, "λγος");
	assert_null(got.initrd);
}

static void test_half_base64(void **state)
{
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "dW5pa3JhZnQ=", HYPER, "qemu", BINARY, "YQ=="),
	    "F: " TYPE " is base64, but " HYPER " is plain: write all values in one way");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "linux", HYPER, "cWVtdQ==", BINARY, "a"),
	    "F: " TYPE " is plain, but " HYPER " is base64: write all values in one way");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "/boot/kernel"),
	    "F: " BINARY ": \"/boot/kernel\" is not the base64 of text, as the other values are");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "/unikernel/app"),
	    "F: " BINARY ": \"/unikernel/app\" is not base64, as the other values are");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "Li4vaw=="),
	    "F: " BINARY
	    ": \"../k\" (base64 \"Li4vaw==\") is not a path in the rootfs without empty steps, \".\" and \"..\"");
	begin(state); /* a whole word: base64 of something, but the source is plain, so it is what it says */
	expect_good(READ(FROM_IMAGE, TYPE, "mewz", HYPER, "qemu", BINARY, "YQ=="));
	assert_string_equal(got.binary, "YQ==");
}

static void test_bad_base64(void **state)
{
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "YQ="),
	    "F: " BINARY ": \"YQ=\" is not base64, as the other values are");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "YQBi"),
	    "F: " BINARY ": \"YQBi\" is not the base64 of text, as the other values are");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "L//+"),
	    "F: " BINARY ": \"L//+\" is not the base64 of text, as the other values are");
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "bGludXg", HYPER, "cWVtdQ==", BINARY, "YQ=="),
	    none_of("F: " TYPE ": \"bGludXg\"", ANNOTATION_UNIKERNEL_TYPE));
}

static void test_not_utf8(void **state)
{
	begin(state);
	expect_error(READ(FROM_IMAGE, GOOD_THREE, P "cmdline", "a\xff"), "F: " P "cmdline: \"a\\xff\" is not UTF-8");
}

static void test_impossible_words(void **state)
{
	begin(state);
	expect_error(READ(FROM_ANNOTATIONS, TYPE, "linux", HYPER, "xen\n", BINARY, "k"),
	    none_of("F: " HYPER ": \"xen\\n\"", ANNOTATION_HYPERVISOR));
	begin(state);
	expect_error(
	    READ(FROM_ANNOTATIONS, GOOD_THREE, P "accel", "hvf"), "F: " P "accel: \"hvf\" is none of auto, kvm, tcg");
	begin(state);
	expect_error(READ(FROM_ANNOTATIONS, GOOD_THREE, P "mountRootfs", "yes"),
	    "F: " P "mountRootfs: \"yes\" is not true or false (or 1, t, T, TRUE, True, 0, f, F, FALSE, False)");
	begin(state);
	expect_error(READ(FROM_ANNOTATIONS, GOOD_THREE, P "cpu", "host,+vmx"),
	    "F: " P "cpu: \"host,+vmx\" is not the name of a CPU model: letters, digits, dots, - and _");
}

static void test_paths(void **state)
{
	static const char *const bad[] = { "..", "../k", "/a/../k", "/a/..", "a//k", "/", "//", ".", "./k", "/k/",
		"/k/." };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		begin(state);
		expect_error(READ(FROM_IMAGE, TYPE, "linux", HYPER, "qemu", BINARY, bad[i]),
		    take_format(&arena,
			"F: " BINARY ": \"%s\" is not a path in the rootfs without empty steps, \".\" and \"..\"",
			bad[i]));
	}
}

static void test_limits(void **state)
{
	char longer[8194];

	begin(state);
	memset(longer, 'x', sizeof longer);
	longer[8193] = 0;
	expect_error(READ(FROM_IMAGE, GOOD_THREE, P "cmdline", longer),
	    take_format(&arena, "F: " P "cmdline: \"%.80s\"... is 8193 bytes long, at most 8192 can be used", longer));
	begin(state);
	longer[8192] = 0;
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "cmdline", longer));
	begin(state);
	longer[4097] = 0;
	assert_int_equal(READ(FROM_IMAGE, TYPE, "linux", HYPER, "qemu", BINARY, longer), -1);
	longer[4096] = 0;
	begin(state);
	expect_good(READ(FROM_IMAGE, TYPE, "linux", HYPER, "qemu", BINARY, longer));
}

static void test_twice(void **state)
{
	begin(state);
	expect_error(READ(FROM_IMAGE, GOOD_THREE, P "useDMBlock", "1", P "mountRootfs", "0"),
	    "F: " P "useDMBlock and " P "mountRootfs say the same thing: keep one of them");
	begin(state);
	expect_error(READ(FROM_IMAGE, GOOD_THREE, BINARY, "/other"),
	    "F: " BINARY " and " BINARY " say the same thing: keep one of them");
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "useDMBlock", "", P "mountRootfs", "0"));
}

static void test_unknown(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "bootKernel", "x"));
	expect_warning("F: unknown key \"" P "bootKernel\" is ignored");
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "cmdlien", "x"));
	expect_warning("F: unknown key \"" P "cmdlien\" is ignored, is it " P "cmdline?");
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "", "x"));
	expect_warning("F: unknown key \"" P "\" is ignored");
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, "com.urunc.unikernelType", "x", "com.urunc.unikernel", "y", "", "z"));
	assert_int_equal(warnings.n, 0);
}

static void test_lenient(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "unikernelVersion", "latest"));
	expect_warning(
	    "F: " P
	    "unikernelVersion: \"latest\" is not a version such as 0.19.0; the newest form of the command line is used");
	assert_null(got.unikernel_version);
	assert_int_equal(got.from[ANNOTATION_UNIKERNEL_VERSION], FROM_NOWHERE);
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "unikernelVersion",
	    "1.1111111111111111111111111111111111111111111111111111111111111111111"));
	assert_int_equal(warnings.n, 1);
}

static void test_companions(void **state)
{
	begin(state);
	expect_error(
	    READ(FROM_IMAGE, GOOD_THREE, P "block", "d"), "F: " P "blkMntPoint is missing: " P "block needs it");
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "blkMntPoint", "no//path"));
	expect_warning("F: " P "blkMntPoint is ignored: it means nothing without " P "block");
	assert_null(got.blk_mnt_point);
	begin(state);
	expect_error(READ(FROM_ANNOTATIONS, GOOD_THREE, P "vAccel", "vsock"),
	    "F: " P "RPCAddress is missing: " P "vAccel needs it");
}

/* Accelerator, CPU model and vAccel are for the owner of the host, not for an image. */
static void test_image_may_not(void **state)
{
	begin(state);
	expect_good(READ(FROM_IMAGE, GOOD_THREE, P "accel", "kvm"));
	expect_warning("F: " P "accel is ignored: only an annotation of the container may say it");
	assert_null(got.accel);
	begin(state);
	expect_good(READ(FROM_ANNOTATIONS, GOOD_THREE, P "accel", "kvm"));
	assert_string_equal(got.accel, "kvm");
}

static void test_incomplete(void **state)
{
	begin(state);
	expect_error(READ(FROM_IMAGE, TYPE, "linux", HYPER, "qemu", BINARY, ""), "F: " BINARY " is missing or empty");
	begin(state);
	expect_error(READ(FROM_IMAGE, HYPER, "qemu", BINARY, "k"), "F: " TYPE " is missing or empty");
}

static void test_choose_annotations(void **state)
{
	begin(state);
	expect_good(
	    choose_words(LIST(GOOD_THREE, P "cpu", "max"), LIST(TYPE, "nonsense", P "cmdline", "of the image")));
	assert_int_equal(got_source, FROM_ANNOTATIONS);
	assert_string_equal(got.binary, "/boot/kernel");
	assert_null(got.cmdline); /* one source, wholly */
	assert_string_equal(got.cpu, "max");
	assert_int_equal(got.from[ANNOTATION_CPU], FROM_ANNOTATIONS);
	assert_int_equal(warnings.n, 0);
}

static void test_choose_image(void **state)
{
	begin(state);
	expect_good(choose_words(LIST(P "accel", "tcg", HYPER, "spt", BINARY, ""), LIST(GOOD_THREE)));
	assert_int_equal(got_source, FROM_IMAGE);
	assert_string_equal(got.hypervisor, "qemu");
	assert_int_equal(got.from[ANNOTATION_HYPERVISOR], FROM_IMAGE);
	assert_string_equal(got.accel, "tcg");
	assert_int_equal(got.from[ANNOTATION_ACCEL], FROM_ANNOTATIONS);
	expect_warning("config.json: " HYPER " is ignored: without " TYPE " here the image's urunc.json is used");
	begin(state); /* each source has its own encoding */
	expect_good(choose_words(LIST(P "accel", "tcg"), LIST(TYPE, "bGludXg=", HYPER, "cWVtdQ==", BINARY, "YQ==")));
	assert_string_equal(got.binary, "a");
	assert_string_equal(got.accel, "tcg");
	begin(state);
	expect_good(choose_words(LIST(P "accel", "dGNn", HYPER, "c3B0"), LIST(GOOD_THREE)));
	assert_string_equal(got.accel, "tcg");
	begin(state);
	expect_error(choose_words(LIST(P "accel", "xen"), LIST(GOOD_THREE)),
	    "config.json: " P "accel: \"xen\" is none of auto, kvm, tcg");
	begin(state);
	expect_error(choose_words(LIST("a", "b"), LIST(TYPE, "linux", BINARY, "k")),
	    "urunc.json: " HYPER " is missing or empty");
	begin(state);
	expect_error(choose_words(LIST("a", "b"), LIST(P "cmdline", "x")), "urunc.json: " TYPE " is missing or empty");
}

/* A wrong value is an error in whichever source is used, never a reason to use another. */
static void test_choose_wrong(void **state)
{
	begin(state);
	expect_error(choose_words(LIST(TYPE, "linux", HYPER, "xen", BINARY, "k"), LIST(GOOD_THREE)),
	    none_of("config.json: " HYPER ": \"xen\"", ANNOTATION_HYPERVISOR));
	begin(state);
	expect_error(choose_words(LIST(TYPE, "linux", HYPER, "qemu", BINARY, "../k"), LIST(GOOD_THREE)),
	    "config.json: " BINARY ": \"../k\" is not a path in the rootfs without empty steps, \".\" and \"..\"");
	begin(state);
	expect_error(choose_words(LIST(P "accel", "kvm"), LIST(TYPE, "lynux", HYPER, "qemu", BINARY, "k")),
	    none_of("urunc.json: " TYPE ": \"lynux\"", ANNOTATION_UNIKERNEL_TYPE));
	begin(state);
	expect_error(choose_words(LIST(P "accel", "kvm"), LIST(GOOD_THREE, P "mountRootfs", "2")),
	    "urunc.json: " P "mountRootfs: \"2\" is not true or false (or 1, t, T, TRUE, True, 0, f, F, FALSE, False)");
	begin(state);
	expect_error(choose_words(LIST(P "cmdline", "a\nb"), NULL),
	    "config.json: " P "cmdline: \"a\\nb\" is not text of one line without control characters");
	begin(state);
	expect_error(choose_words(LIST(P "useDMBlock", "1", P "mountRootfs", "0"), LIST(GOOD_THREE)),
	    "config.json: " P "useDMBlock and " P "mountRootfs say the same thing: keep one of them");
	begin(state);
	expect_error(choose_words(LIST("a", "b"), LIST(GOOD_THREE, P "useDMBlock", "1", P "mountRootfs", "0")),
	    "urunc.json: " P "useDMBlock and " P "mountRootfs say the same thing: keep one of them");
}

static void test_choose_nothing(void **state)
{
	begin(state);
	expect_good(choose_words(LIST("org.example", "x"), NULL));
	assert_int_equal(got_source, FROM_NOWHERE);
	begin(state);
	expect_good(choose_words(LIST("a", "b"), LIST("org.example", "x")));
	assert_int_equal(got_source, FROM_NOWHERE);
	begin(state); /* a guest that is found by looking at it may be told more */
	expect_good(choose_words(LIST(P "accel", "tcg", P "cmdline", "x"), NULL));
	assert_int_equal(got_source, FROM_NOWHERE);
	assert_string_equal(got.accel, "tcg");
	assert_string_equal(got.cmdline, "x");
	begin(state);
	expect_error(choose_words(LIST(TYPE, "linux", BINARY, "k"), NULL),
	    "config.json: " HYPER " is missing or empty, and there is no urunc.json in the rootfs with all keys");
	begin(state);
	expect_error(choose_words(LIST(TYPE, "linux", BINARY, "k"), LIST("org.example", "x")),
	    "config.json: " HYPER " is missing or empty, and there is no urunc.json in the rootfs with all keys");
	begin(state); /* empty values are as if they were not there */
	expect_good(choose_words(
	    LIST(TYPE, "", HYPER, "", BINARY, ""), LIST(TYPE, "", HYPER, "", BINARY, "", P "cmdline", "")));
	assert_int_equal(got_source, FROM_NOWHERE);
}

static void decodes(const char *text, const char *want, size_t len)
{
	const char *ret = NULL;
	size_t ret_len = 0;

	assert_int_equal(base64_decode(&arena, text, &ret, &ret_len), 0);
	assert_int_equal(ret_len, len);
	assert_memory_equal(ret, want, len + 1);
}

/* RFC 4648, 10, and what is none. */
static void test_base64(void **state)
{
	static const char *const bad[] = { "Z", "Zg", "Zg=", "Zg===", "====", "=",
		"Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zg==\n", " Zg==", "Zm-v", "Zm_v", "Zm9vYmF", "Z=9v", "Zm\xc3\xb6",
		"Zg=g" };
	const char *ret = "untouched";
	size_t len = 7;

	begin(state);
	decodes("", "", 0);
	decodes("Zg==", "f", 1);
	decodes("Zm8=", "fo", 2);
	decodes("Zm9v", "foo", 3);
	decodes("Zm9vYg==", "foob", 4);
	decodes("Zm9vYmE=", "fooba", 5);
	decodes("Zm9vYmFy", "foobar", 6);
	decodes("+/8A", "\xfb\xff\0", 3);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!base64_decode(&arena, bad[i], &ret, &len))
			fail_msg("taken for base64: %s\n", bad[i]);
	assert_string_equal(ret, "untouched");
	assert_int_equal(len, 7);
}

static void test_names(void **state)
{
	begin(state);
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		struct annotations a = { 0 };

		assert_int_equal(annotation_by_key(annotation_key((enum annotation)i)), i);
		annotation_set(&a, (enum annotation)i, "here");
		for (int k = 0; k < ANNOTATION_COUNT; k++)
			assert_int_equal(annotation_get(&a, (enum annotation)k) != NULL, k == i);
	}
	assert_int_equal(annotation_by_key("binary"), ANNOTATION_COUNT);
	assert_int_equal(annotation_by_key(P "useDMBlock"), ANNOTATION_MOUNT_ROOTFS);
	assert_true(annotation_yes("1") && annotation_yes("True") && annotation_yes("t"));
	assert_false(annotation_yes("0") || annotation_yes("False") || annotation_yes(NULL));
	assert_string_equal(annotation_source_name(FROM_IMAGE), "urunc.json");
	assert_string_equal(annotation_source_name(FROM_ANNOTATIONS), "annotation");
	assert_string_equal(annotation_source_name(FROM_NOWHERE), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_base64_source),
		cmocka_unit_test(test_half_base64),
		cmocka_unit_test(test_bad_base64),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_impossible_words),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_lenient),
		cmocka_unit_test(test_companions),
		cmocka_unit_test(test_image_may_not),
		cmocka_unit_test(test_incomplete),
		cmocka_unit_test(test_choose_annotations),
		cmocka_unit_test(test_choose_image),
		cmocka_unit_test(test_choose_nothing),
		cmocka_unit_test(test_choose_wrong),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
