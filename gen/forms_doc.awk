# forms_doc.awk -- what forms.awk has read, for people and fuzzers.
function out_md() { print "" }
function out_dict() { print "" }
