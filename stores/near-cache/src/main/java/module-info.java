/** A cache in each server process, in front of a store that tells of changes. */
module dev.peruser.nearcache {
    requires transitive dev.peruser;
    requires com.github.benmanes.caffeine;

    exports dev.peruser.nearcache;
}
