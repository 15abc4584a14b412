/* main.c: finds the command and runs it. */
#include <stdio.h>

int main(void)
{
	puts("urunc " VERSION);
	return 0;
}
