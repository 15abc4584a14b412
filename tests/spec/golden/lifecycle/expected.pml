/* generated from tiny.spec by gen/lifecycle.awk: numbers of the table, and claims, for spin */
#define STATE_DARK 0
#define STATE_ON 1
#define STATE_BROKEN 2
#define EVENT_PRESS 0
#define EVENT_KICK 1
#define EVENT_BURNT 2
#define EVENT_COUNT 3
#define ACTION_END 0
#define ACTION_CONNECT 1
#define ACTION_HOOK_BEFORE_LIGHT 2
#define ACTION_LIGHT 3
#define ACTION_SWITCH_OFF 4
#define ACTION_NOTE 5
#define ACTION_SWEEP 6
#define VERDICT_STEP 0
#define VERDICT_REFUSE 1
#define VERDICT_IGNORE 2
#define claim_no_light_from_nothing (on -> !passed_broken)
#define CLAIMS (claim_no_light_from_nothing)
