# forms_doc.awk -- what forms.awk has read, for people and fuzzers.
END { if (bad) exit 1 }
