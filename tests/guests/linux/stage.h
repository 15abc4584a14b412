/* stage.h: descriptors that stage.c hands on to urunit.c. */
#ifndef GUESTS_LINUX_STAGE_H
#define GUESTS_LINUX_STAGE_H

enum {
	STAGE_CONFIG = 10, /* urunit's file, or zeroes */
	STAGE_BUTTON = 11, /* the power button's events */
	STAGE_CODE = 12 /* the second serial port */
};

#endif
