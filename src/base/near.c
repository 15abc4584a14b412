/* near.c: see near.h.  Damerau and Levenshtein, the restricted form (no letter is moved twice). */
#include "base/near.h"

#include <string.h>

enum { LONGEST = 31, FAR = 1000 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool swapped(const char *a, int i, const char *b, int j)
{
	return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
}

int near_distance(const char *a, const char *b)
{
	int d[LONGEST + 1][LONGEST + 1];
	int n = (int)strnlen(a, LONGEST + 1), m = (int)strnlen(b, LONGEST + 1);

	if (n > LONGEST || m > LONGEST)
		return FAR;
	for (int i = 0; i <= n; i++) {
		for (int j = 0; j <= m; j++) {
			if (i == 0 || j == 0) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (swapped(a, i, b, j))
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[n][m];
}

bool near_is_slip(const char *said, const char *meant)
{
	return near_distance(said, meant) <= (strnlen(meant, 5) < 5 ? 1 : 2);
}
