/** What takes part in each test run of the build. */
package dev.peruser.it.machine;
