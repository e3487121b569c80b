package dev.peruser.spring;

import dev.peruser.Limits;
import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.servlet.CachePolicy;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.GuestHeader;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * The {@code peruser.*} properties. Immutable.
 *
 * @param mergeBehavior how attributes that are not declared merge at sign-in
 * @param guestIdle how long after its last use a guest's session is gone
 * @param userIdle how long after its last use a user's session is gone
 * @param refreshAfter which share of the idle time must have passed before the expiry is written anew, from 0 to 0.9
 * @param deadline how long all session work of a request may take together, from 10ms to 1m
 * @param waitingRequests how many requests may be in the store, or wait for their turn there, at once; more fail at
 *     once
 * @param purgeEvery how often expired sessions are removed from a store that doesn't do so by itself
 * @param store which store to use if the application has no SessionStore bean
 * @param embedded the embedded store
 * @param jdbc the store on a DataSource of the application
 * @param userRecords users' own records in a table of the application
 * @param moveFrom an old store that sessions are taken over from
 * @param nearCache copies of sessions in the memory of each server, in front of the store
 * @param redis the store on Redis or Valkey
 * @param cookie the cookies of guests
 * @param guest the sessions of guests
 * @param httpSession attributes of the HttpSession that are the visitor's
 * @param cacheControl who says whether caches may keep an answer that depends on a session
 * @param limits how large sessions may become
 * @param endpoint the Actuator endpoint
 */
@ConfigurationProperties("peruser")
public record PerUserProperties(
        @DefaultValue("retainment-precedent") Behavior mergeBehavior,
        @DefaultValue("30d") Duration guestIdle,
        @DefaultValue("365d") Duration userIdle,
        @DefaultValue("0.1") double refreshAfter,
        @DefaultValue("2s") Duration deadline,
        @DefaultValue("256") int waitingRequests,
        @DefaultValue("10m") Duration purgeEvery,
        @DefaultValue("auto") Store store,
        @DefaultValue Embedded embedded,
        @DefaultValue Jdbc jdbc,
        @DefaultValue Records userRecords,
        @DefaultValue MoveFrom moveFrom,
        @DefaultValue NearCache nearCache,
        @DefaultValue Redis redis,
        @DefaultValue Cookie cookie,
        @DefaultValue Guest guest,
        @DefaultValue HttpSession httpSession,
        @DefaultValue("private") CachePolicy cacheControl,
        @DefaultValue @Name("limits") SizeLimits limits,
        @DefaultValue Endpoint endpoint) {

    /** Sets all that is not about the store or the cookie. */
    PerUser.Builder applyTo(PerUser.Builder builder) {
        builder.mergeBehavior(mergeBehavior.behavior())
                .guestIdle(guestIdle)
                .userIdle(userIdle)
                .refreshAfter(refreshAfter)
                .deadline(deadline)
                .waitingRequests(waitingRequests)
                .purgeEvery(purgeEvery)
                .limits(limits.toLimits());
        return guest.mergeAtSignIn() ? builder : builder.hideGuestData();
    }

    /** Hash::Merge's four behaviours. */
    public enum Behavior {
        /** The user's side wins. */
        LEFT_PRECEDENT,
        /** The guest's side wins. */
        RIGHT_PRECEDENT,
        /** The side that can hold more wins. */
        STORAGE_PRECEDENT,
        /** Nothing is dropped. */
        RETAINMENT_PRECEDENT;

        MergeBehavior behavior() {
            return switch (this) {
                case LEFT_PRECEDENT -> MergeBehavior.LEFT_PRECEDENT;
                case RIGHT_PRECEDENT -> MergeBehavior.RIGHT_PRECEDENT;
                case STORAGE_PRECEDENT -> MergeBehavior.STORAGE_PRECEDENT;
                case RETAINMENT_PRECEDENT -> MergeBehavior.RETAINMENT_PRECEDENT;
            };
        }
    }

    /** Which store to use. */
    public enum Store {
        /** Redis if its address is given, else the application's DataSource if it has one, else the embedded file. */
        AUTO,
        /** The application's DataSource. */
        JDBC,
        /** Redis or Valkey. */
        REDIS,
        /** An SQLite file. */
        EMBEDDED,
        /** The memory of this process: everything is forgotten at a restart. */
        MEMORY
    }

    /**
     * The embedded store.
     *
     * @param path the SQLite file; its folder is created. With :memory: there is none, and everything is forgotten at a
     *     restart
     */
    public record Embedded(
            @DefaultValue("./data/peruser.db") String path) {
        private static final String IN_MEMORY = ":memory:";

        boolean isInMemory() {
            return path.equals(IN_MEMORY);
        }
    }

    /**
     * The store on a DataSource.
     *
     * @param dataSource the name of the DataSource bean, if the application has several and none is primary
     * @param table the table's name
     * @param createTable whether the table is created if it is missing
     * @param notifyChanges whether PostgreSQL tells the near cache of changes
     * @param poolSize how many connections the pool has that sessions get for themselves; 0: they share those of the
     *     application. Has no effect if dataSource names one
     */
    public record Jdbc(
            @DefaultValue("") String dataSource,
            @DefaultValue("peruser_session") String table,
            @DefaultValue("true") boolean createTable,
            @DefaultValue("false") boolean notifyChanges,
            @DefaultValue("2") int poolSize) {}

    /**
     * Users' own records in a table of the application.
     *
     * @param table the table, with one row for each user; empty: there are none
     * @param keyColumn the column that tells users apart
     * @param dataColumn the column for session data
     * @param versionColumn the column for the data's version
     * @param numericKeys whether users' names are numbers in the key column
     * @param sideTable whether the table has only the sessions, and rows are inserted for them
     * @param createTable whether a side table is created if it is missing
     * @param dataSource the name of the DataSource bean, if the application has several and none is primary
     * @param former whether sessions were kept there before: they go back into the store
     */
    public record Records(
            @DefaultValue("") String table,
            @DefaultValue("id") String keyColumn,
            @DefaultValue("session_data") String dataColumn,
            @DefaultValue("session_version") String versionColumn,
            @DefaultValue("false") boolean numericKeys,
            @DefaultValue("false") boolean sideTable,
            @DefaultValue("true") boolean createTable,
            @DefaultValue("") String dataSource,
            @DefaultValue("false") boolean former) {}

    /**
     * The store on Redis or Valkey.
     *
     * @param url the address of one server, or of Sentinels
     * @param cluster the addresses of some nodes of a Cluster
     * @param prefix how all keys begin
     * @param waitForReplicas how many replicas must have a save before it is acknowledged
     * @param waitTime how long they are waited for
     */
    public record Redis(
            @DefaultValue("") String url,
            @DefaultValue List<String> cluster,
            @DefaultValue("peruser:") String prefix,
            @DefaultValue("0") int waitForReplicas,
            @DefaultValue("500ms") Duration waitTime) {

        boolean isGiven() {
            return !url.isEmpty() || !cluster.isEmpty();
        }

        /** Without the credentials that an address may hold. */
        @Override
        public String toString() {
            return "Redis[prefix=" + prefix + "]";
        }
    }

    /**
     * An old store that sessions are taken over from; needs the module peruser-migration.
     *
     * @param url the old store; empty: none
     * @param name its table or key prefix, if it is not the usual one
     */
    public record MoveFrom(
            @DefaultValue("") String url, @DefaultValue("") String name) {

        boolean isWanted() {
            return !url.isEmpty();
        }

        /** Without the credentials that an address may hold. */
        @Override
        public String toString() {
            return "MoveFrom[name=" + name + "]";
        }
    }

    /**
     * Copies of sessions in the memory of each server; needs the module peruser-near-cache.
     *
     * @param enabled whether copies are held
     * @param maximumAge how old a copy may become: how long a read can be out of date about what others did
     * @param maximumSize how much memory all copies may take together, about
     */
    public record NearCache(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("10s") Duration maximumAge,
            @DefaultValue("64MB") DataSize maximumSize) {}

    /**
     * The Actuator endpoint.
     *
     * @param showValues whether a look at a user's session shows the values; if not, names, times and states only
     */
    public record Endpoint(@DefaultValue("false") boolean showValues) {}

    /**
     * Guests.
     *
     * @param mergeAtSignIn whether a guest's data is merged into the account at sign-in; if not, it is hidden meanwhile
     * @param carrier by what guests' tokens come and go
     * @param header what their header is called, if they come by one
     */
    public record Guest(
            @DefaultValue("true") boolean mergeAtSignIn,
            @DefaultValue("cookie") GuestCarrier carrier,
            @DefaultValue(GuestHeader.STANDARD_NAME) String header) {}

    /**
     * The HttpSession.
     *
     * @param attributes names of its attributes that are the visitor's, in the account after sign-in; *: all but those
     *     of frameworks
     * @param trustedPackages packages of the classes that values of these attributes may have, besides those of the
     *     application
     */
    public record HttpSession(
            @DefaultValue List<String> attributes,
            @DefaultValue List<String> trustedPackages) {}

    /**
     * The cookies of guests.
     *
     * @param name how their names begin, 1 to 40 characters of A-Z a-z 0-9 _ -; applications on one host need different
     *     ones
     * @param sameSite with which requests from other sites they are sent
     * @param partitioned whether each site that has the application in a frame has guests of its own
     * @param alwaysSecure whether they are Secure with each request, not only with those that the container calls so
     * @param domain the domain whose hosts share them; empty: only the host
     * @param path how addresses begin that they are sent to
     */
    public record Cookie(
            @DefaultValue("peruser") String name,
            @DefaultValue("lax") GuestCookie.SameSite sameSite,
            @DefaultValue("false") boolean partitioned,
            @DefaultValue("false") boolean alwaysSecure,
            @DefaultValue("") String domain,
            @DefaultValue("/") String path) {}

    /**
     * How large sessions may become.
     *
     * @param attributeBytes most bytes of one attribute's stored form
     * @param sessionBytes most bytes of all attributes together
     * @param attributes most attributes
     * @param depth most levels of lists and maps in a value, at most 400
     */
    public record SizeLimits(
            @DefaultValue("256KB") DataSize attributeBytes,
            @DefaultValue("1MB") DataSize sessionBytes,
            @DefaultValue("1000") int attributes,
            @DefaultValue("100") int depth) {
        Limits toLimits() {
            return new Limits(bytes(attributeBytes), bytes(sessionBytes), attributes, depth);
        }

        /** No session gets near to two gigabytes. */
        private static int bytes(DataSize size) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
        }
    }
}
