package dev.peruser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session of the current visitor: the guest's before sign-in, the user's after it, on every device. Attributes are
 * JSON-like values under a name, or values of your own types declared by an {@link Attribute}. Values can be changed in
 * place; what changed is found and saved at the end of the request, before the client sees the response. Nothing is
 * loaded before the first use, and nothing is written without a change.
 *
 * <p>JSON-like values are text, {@link Number}s, booleans, null, {@code List}s and {@code Map}s with text keys of such
 * values. A whole number is an {@code Integer}, {@code Long} or {@code BigInteger}, the smallest that fits, and any
 * other number a {@code BigDecimal}, from the moment it is put: numbers of other classes are replaced, also inside
 * lists and maps. Anything else wants an {@link Attribute}.
 *
 * <p>A value that would not be read back equal is refused by a {@link SessionDataException}, at the latest when it
 * would be saved for the first time.
 *
 * <p>Each method asks who the visitor is now. A value handed out belongs for ever to the visitor it was handed out for.
 *
 * <p>Methods may be called by several threads of one request; a value that is changed in place by several threads must
 * guard itself. Methods that need the store throw {@link StoreException} when it fails, and
 * {@code IllegalStateException} when called after the response was committed with something that would have to be
 * saved.
 */
public interface UserSession {

    /**
     * The value under a name. A declared attribute is returned as its declared type. Change lists and maps in place as
     * you like.
     *
     * @throws SessionDataException if the stored form can't be read; the other attributes are not affected
     */
    Optional<Object> get(String name);

    /**
     * The value of a declared attribute, or its default. Also a default can be changed in place: it is saved once it
     * differs.
     *
     * @throws java.util.NoSuchElementException if there is neither a value nor a default
     * @throws SessionDataException if the stored form doesn't fit the type; it is kept until you {@code put} another
     *     value
     * @throws IllegalArgumentException if the attribute was not declared to this {@link PerUser}
     */
    <T> T get(Attribute<T> attribute);

    /** The value of a declared attribute, without its default; otherwise as {@link #get(Attribute)}. */
    <T> Optional<T> find(Attribute<T> attribute);

    /**
     * The map under a name, to be read and changed in place. If nothing is there, it is a new map that becomes an
     * attribute once it has an entry.
     *
     * @throws SessionDataException if something else than a map is there, or the attribute is declared as something
     *     else; of one that is declared as a map, it is what {@link #get(Attribute)} returns
     */
    Map<String, @Nullable Object> map(String name);

    /**
     * The list under a name, to be read and changed in place. If nothing is there, it is a new list that becomes an
     * attribute once it has an element.
     *
     * @throws SessionDataException if something else than a list is there, or the attribute is declared as something
     *     else; of one that is declared as a list, it is what {@link #get(Attribute)} returns
     */
    List<@Nullable Object> list(String name);

    /**
     * Sets the value under a name. The value stays yours to change in place until the request ends.
     *
     * @param name any text of 1 to 250 characters that doesn't start with {@code __peruser}; attributes whose names
     *     start with {@code __} are not carried at sign-in
     * @param value a JSON-like value, or a value of the declared type
     * @throws SessionDataException if it is cyclic, too deep, or holds something that is not JSON-like, or a number in
     *     a list or map that can't be changed and that would come back as another class
     */
    void put(String name, @Nullable Object value);

    /**
     * Sets the value of a declared attribute. Setting an equal value is no change, but restarts the attribute's own
     * expiry.
     */
    <T> void put(Attribute<T> attribute, T value);

    /**
     * Changes the value of a declared attribute by a function, which is run again on the newest value if others changed
     * it meanwhile. The function must depend on nothing but its argument, and have no other effect.
     *
     * @param function from the present value, or the default, to the new one; it may change its argument and return it
     * @return the new value
     */
    <T> T update(Attribute<T> attribute, UnaryOperator<T> function);

    /**
     * Changes several attributes together: the function is run again on the newest session if others changed it
     * meanwhile. The way to keep an invariant over several attributes. The function must depend on nothing but the
     * session that it gets.
     */
    void update(Consumer<UserSession> function);

    /**
     * Removes the value under a name, if there is one. A removal wins over a concurrent change of the same attribute.
     */
    void remove(String name);

    /** Removes the value of a declared attribute, so that it has its default again. */
    void remove(Attribute<?> attribute);

    /** Whether there is a value under the name. */
    boolean contains(String name);

    /** Whether the declared attribute has a value of its own (not just a default). */
    boolean contains(Attribute<?> attribute);

    /** The names of all attributes, as a copy. */
    Set<String> names();

    /**
     * A live view as a map: reads, changes and removes attributes as the methods above do. Names and values as in
     * {@link #get(String)}.
     */
    Map<String, @Nullable Object> asMap();

    /** Removes all attributes. */
    void clear();

    /** The user whose session this is; empty for a guest. */
    Optional<UserId> user();

    /**
     * What sign-in merges did that nobody has been shown yet, and marks it as shown: the next call finds nothing, on
     * any device. Sign-ins that carried nothing leave no report.
     */
    Optional<MergeReport> takeMergeReport();

    /**
     * Carries what this browser has of a guest into the account now: for applications that
     * {@linkplain PerUser.Builder#hideGuestData leave it with the guest} until the user agrees. What this request has
     * changed so far is saved before; values that were handed out before stay those of then. What can't be carried now
     * waits, as after any sign-in. Otherwise the sign-in itself does this, and nothing is left to be carried.
     *
     * @return whether there was anything
     * @throws IllegalStateException for a guest, and if somebody else acts as the user
     */
    boolean mergeGuest();

    /**
     * Takes back what sign-in merges did to the visitor's session: what they brought leaves, what they displaced
     * returns, and what was done since, on any device, stays. Possible as long as the merges are recorded: half of the
     * time that a user's session may be idle, thirty days at most, and no more than fifteen sign-ins back. Saves at
     * once, and what has changed so far first.
     *
     * @param undoId as {@link MergeReport#undoId()} gave it. It may come from a request: what is unknown, damaged or
     *     somebody else's is {@link MergeReport.UndoOutcome#UNKNOWN}, and so is everything of a guest.
     * @return what became of it; a second call for the same merges changes nothing
     * @throws ConflictException if others changed the session again and again until the deadline
     * @throws SessionLimitException if what returns would exceed a limit; nothing has changed
     */
    MergeReport.Undo undoMerge(String undoId);

    /**
     * As {@link #undoMerge(String)}.
     *
     * @param guestPart what becomes of what the guest had
     */
    MergeReport.Undo undoMerge(String undoId, MergeReport.GuestPart guestPart);

    /**
     * What was set aside by a {@link SignInPolicy}, or when a merge was taken back: the oldest first. It is kept as
     * long as the merge it comes from is recorded, see {@link #undoMerge}. Empty for a guest. Reads one stored session
     * for each sign-in that is recorded, so ask only where it is shown.
     */
    List<MergeReport.SetAside> setAside();

    /**
     * Merges what was set aside into the session, by the attributes' rules, and once, however often it is called: the
     * guest's with what the account has now, the account's own as the sign-in would have done, with what was done since
     * on top. Saves at once, and what has changed so far first.
     *
     * @param id as {@link MergeReport.SetAside#id()} gave it. It may come from a request: of what is unknown, damaged
     *     or somebody else's nothing is carried.
     * @param attributes those to be carried; none means all
     * @return the names of those that were carried by this call. The account's own stays set aside where the account
     *     has put something in its place since, or where a later sign-in has met it by a rule for which the order
     *     matters.
     * @throws ConflictException if others changed the session again and again until the deadline
     * @throws SessionLimitException if the session would exceed a limit; nothing has changed
     */
    Set<String> carrySetAside(String id, String... attributes);

    /**
     * Drops what was set aside.
     *
     * @param id as {@link MergeReport.SetAside#id()} gave it; may come from a request
     * @param attributes those to be dropped; none means all
     * @return the names of those that were dropped by this call
     * @throws ConflictException if others changed the session again and again until the deadline
     */
    Set<String> dropSetAside(String id, String... attributes);

    /**
     * Reads anew, so that what others have saved since is seen: for requests that last, such as streams of events. What
     * was changed is saved first, as {@link #commit()} does; once the response is committed, it no longer can be, and
     * is gone. Values that were got before are no longer looked at: get them again. Each refresh has a request's whole
     * time ({@code peruser.deadline}).
     *
     * @throws StoreException if the session can't be loaded, at the next use
     */
    void refresh();

    /**
     * Saves what has changed so far, instead of at the end of the request.
     *
     * @throws ConflictException if others changed the session again and again until the deadline, or it is gone
     * @throws SessionLimitException if the session would exceed a limit
     * @throws SessionDataException if a value can't be stored, or would not be read back equal; nothing is saved
     */
    void commit();
}
