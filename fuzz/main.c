/* main.c: see fuzz.h. */
#include "fuzz.h"

#include <setjmp.h>
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

static void one(void *memory, const unsigned char *input, size_t len)
{
	static size_t used; /* by the input before: all that has to be zeroed */
	static struct arena a;
	unsigned char *bytes = malloc(len ? len : 1);

	memset(memory, 0, used);
	memcpy(bytes, input, len);
	arena_init(&a, memory, ARENA_BYTES, exhausted);
	if (!setjmp(no_room))
		fuzz_one(&a, bytes, len);
	used = a.used;
	free(bytes);
}

#ifdef __AFL_FUZZ_TESTCASE_LEN
__AFL_FUZZ_INIT();
#endif

static void replay(void *memory, const char *path)
{
	static unsigned char input[INPUT_BYTES];
	FILE *f = fopen(path, "rb");
	size_t len;

	if (!f) {
		perror(path);
		exit(2);
	}
	len = fread(input, 1, sizeof input, f);
	fclose(f);
	one(memory, input, len);
}

int main(int argc, char **argv)
{
	void *memory = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		return 2;
	for (int i = 1; i < argc; i++)
		replay(memory, argv[i]);
	if (argc > 1) {
		printf("%d inputs\n", argc - 1);
		return 0;
	}
#ifdef __AFL_FUZZ_TESTCASE_LEN
	__AFL_INIT();
	unsigned char *input = __AFL_FUZZ_TESTCASE_BUF;

	while (__AFL_LOOP(10000))
		one(memory, input, (size_t)__AFL_FUZZ_TESTCASE_LEN);
	return 0;
#else
	fprintf(stderr, "usage: %s FILE...\n", argv[0]);
	return 2;
#endif
}
