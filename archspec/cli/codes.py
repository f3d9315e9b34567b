"""Exit codes: 0 where all is well, and these."""

SPEC_IS_WRONG = 1
CALL_IS_WRONG = 2
ARCHSPEC_IS_WRONG = 3
INTERRUPTED = 130
