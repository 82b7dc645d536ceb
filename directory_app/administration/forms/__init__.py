"""Forms of administrators. Each change of a rule asks why; the answer is kept with it."""
