/* generated from tiny.spec by gen/lifecycle.awk: the same table, for spin */
mtype = { dark_, on_, broken_ }
mtype at = dark_
#define dark (at == dark_)
bool passed_dark = false
#define on (at == on_)
bool passed_on = false
#define broken (at == broken_)
bool passed_broken = false
inline start_over() {
	passed_dark = false;
	passed_on = false;
	passed_broken = false
}

active proctype lamp() {
	do
	:: atomic { at == dark_ -> at = on_; passed_on = true } /* press, line 12 */
	:: atomic { at == on_ -> at = dark_; start_over() } /* press, line 13 */
	:: atomic { at == on_ -> at = broken_; passed_broken = true } /* burnt, line 14 */
	:: atomic { at == broken_ -> at = dark_; start_over() } /* kick, line 15 */
	od
}

ltl no_light_from_nothing { [] (on -> !broken) }
