package dev.peruser.benchmarks.merges;

import java.util.function.IntFunction;

/**
 * One merge.
 *
 * @param kind what is merged, in the picture one line
 * @param name what is in it
 * @param ofSize the merge of so many elements
 */
record MergeCase(String kind, String name, IntFunction<Runnable> ofSize) {}
