/* main.c: see fuzz.h. */
#include "fuzz.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ARENA_BYTES = 256 << 20, INPUT_BYTES = 1 << 20 };

static jmp_buf no_room;

_Noreturn static void exhausted(struct arena *a)
{
	(void)a;
	longjmp(no_room, 1); /* of the program it is the end, with a message */
}

/* How many pieces of memory it took; with UNTIL the one of that number is not to be had.  -1: there was no room. */
static long one(void *memory, const unsigned char *input, size_t len, size_t until)
{
	static struct arena a;
	unsigned char *bytes = malloc(len ? len : 1);
	volatile long took = -1;

	memcpy(bytes, input, len);
	arena_init(&a, memory, ARENA_BYTES, exhausted);
	a.until = until;
	if (!setjmp(no_room)) {
		fuzz_one(&a, bytes, len);
		took = (long)(until - a.until);
	}
	arena_release(&a, 0);
	free(bytes);
	return took;
}

/*
 * Each piece of memory is refused once.  That it is an error is the arena's doing, which does not come back; here it is seen
 * that the refusal is met each time, that nothing else held memory, and that nothing is remembered: the next reader of the
 * same bytes takes as much as the first.
 */
static size_t refuse_each(void *memory, const unsigned char *input, size_t len)
{
	long pieces = one(memory, input, len, 0);
	size_t held = mallinfo2().uordblks; /* with sanitizers 0: they look themselves */

	must(pieces >= 0);
	for (long i = 1; i <= pieces; i++)
		must(one(memory, input, len, (size_t)i) < 0);
	must(one(memory, input, len, 0) == pieces);
	must(mallinfo2().uordblks == held);
	return (size_t)pieces;
}

#ifdef __AFL_FUZZ_TESTCASE_LEN
__AFL_FUZZ_INIT();
#endif

static size_t read_whole(const char *path, unsigned char *input)
{
	FILE *f = fopen(path, "rb");
	size_t len;

	if (!f) {
		perror(path);
		exit(2);
	}
	len = fread(input, 1, INPUT_BYTES, f);
	fclose(f);
	return len;
}

static int replay(void *memory, int n, char **paths, bool refusing)
{
	static unsigned char input[INPUT_BYTES];
	size_t refused = 0;

	for (int i = 0; i < n; i++) {
		size_t len = read_whole(paths[i], input);

		if (refusing)
			refused += refuse_each(memory, input, len);
		else
			one(memory, input, len, 0);
	}
	printf("%d inputs", n);
	if (refusing)
		printf(", %zu pieces of memory refused once each", refused);
	printf("\n");
	return 0;
}

int main(int argc, char **argv)
{
	void *memory =
	    mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	bool refusing = argc > 1 && !strcmp(argv[1], "--refuse-memory");

	if (memory == MAP_FAILED)
		return 2;
	if (argc > 1 + refusing)
		return replay(memory, argc - 1 - refusing, argv + 1 + refusing, refusing);
#ifdef __AFL_FUZZ_TESTCASE_LEN
	__AFL_INIT();
	unsigned char *input = __AFL_FUZZ_TESTCASE_BUF;

	while (__AFL_LOOP(10000))
		one(memory, input, (size_t)__AFL_FUZZ_TESTCASE_LEN, 0);
	return 0;
#else
	fprintf(stderr, "usage: %s [--refuse-memory] FILE...\n", argv[0]);
	return 2;
#endif
}
