/** What every program has to know about the container it runs in. */
export const containerRules = `Where programs run:
- A sealed container, working folder /work. The project's files stand there by their paths; the attached documents are read-only below data/ (open them by the path given).
- No network, except in steps of kind "install", which can reach package registries. Python 3 with pandas, matplotlib, openpyxl and pytest is there without installing; Node has its standard library.
- Programs write what they make below output/: tables as output/<name>.csv with full precision, charts as output/<name>.png (no window: use a file backend), pages as output/<name>.html that need no other file.
- The answer for the person, in a few plain sentences of Markdown, goes to output/answer.md. Tables and answers are printed to stdout as well.
- A step is done only when its acceptance command ends with exit code 0. Never weaken a check to make it pass, and never invent results: numbers come from the documents.`;
