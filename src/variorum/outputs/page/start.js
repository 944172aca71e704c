/* Where the reader begins: at the place that the address names, or at the beginning. */
if (location.hash) goTo(); else showStory(many ? null : stories[0] ?? null);
