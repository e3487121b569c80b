/** The command that moves all sessions from one store to another. Whoever names a store in a URL brings its module. */
module dev.peruser.migration.command {
    requires dev.peruser.migration;

    exports dev.peruser.migration.command;
}
