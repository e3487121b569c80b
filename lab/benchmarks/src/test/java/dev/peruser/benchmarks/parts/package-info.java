/** The parts one by one, measured by JMH. Those that need what is package-private stand in the packages of it. */
@org.jspecify.annotations.NullMarked
package dev.peruser.benchmarks.parts;
