/* contenders.c: see bench.h. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include "tests/bench/bench.h"

enum { MOST_CONTENDERS = 16, MOST_WORDS = 64 };

static enum network network_of(const char *word, const char *line)
{
	for (enum network n = OWN; n < NETWORKS; n++)
		if (!strcmp(word, network_name(n)))
			return n;
	give_up("contenders: no network is called %s: %s", word, line);
}

static void series_make(struct bench *b, struct contender *c)
{
	for (enum measure m = RUN; m < MEASURES; m++)
		c->series[m].us = take_many(b->arena, b->rounds, sizeof(double));
}

static void contender_read(struct bench *b, struct contender *c, char *line)
{
	char *network, *word, *rest = NULL;

	c->name = strtok_r(line, " \n", &rest);
	network = strtok_r(NULL, " \n", &rest);
	if (!c->name || !network)
		give_up("contenders: a line needs a name, a network and a program");
	c->network = network_of(network, line);
	c->words = take_many(b->arena, MOST_WORDS, sizeof *c->words);
	while ((word = strtok_r(NULL, " \n", &rest)))
		if (c->nwords < MOST_WORDS)
			c->words[c->nwords++] = word;
	c->bundle = take_format(b->arena, "%s/%s-%s", b->world, c->name, network);
	c->waiting_pss = -1;
	series_make(b, c);
}

void contenders_read(struct bench *b)
{
	char line[8192];
	FILE *f = fopen(take_format(b->arena, "%s/contenders", b->world), "re");

	if (!f)
		give_up("%s/contenders: not there", b->world);
	b->contenders = take_many(b->arena, MOST_CONTENDERS, sizeof *b->contenders);
	while (b->count < MOST_CONTENDERS && fgets(line, sizeof line, f))
		contender_read(b, &b->contenders[b->count++], take_copy(b->arena, line));
	fclose(f);
}
