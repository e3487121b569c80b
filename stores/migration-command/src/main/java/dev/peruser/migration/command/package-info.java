/** The command that moves all sessions from one store to another. */
@NullMarked
package dev.peruser.migration.command;

import org.jspecify.annotations.NullMarked;
