/** What merges cost, against how much there is to merge. */
package dev.peruser.benchmarks.merges;
