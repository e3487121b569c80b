package dev.peruser.internal.record;

import dev.peruser.internal.codec.StoredAttribute;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a merge is made of.
 *
 * @param guest the content of the source
 * @param account what the target had before
 * @param aside which side of which attribute the merge leaves out
 */
public record MergedSides(Map<String, byte[]> guest, Map<String, byte[]> account, Aside aside) {

    /** The same with another content of the source. */
    public MergedSides withGuest(Map<String, byte[]> content) {
        return new MergedSides(content, account, aside);
    }

    /** The names of all attributes that one of them has. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(guest.keySet());
        names.addAll(account.keySet());
        return names;
    }

    /** The same with what follows from who has some of the attributes now. */
    public MergedSides met(Collection<String> names, Instant now) {
        Set<String> both = StoredAttribute.unexpired(guest, now).keySet();
        both.retainAll(StoredAttribute.unexpired(account, now).keySet());
        Aside met = aside;
        for (String name : names) {
            met = met.met(name, both.contains(name));
        }
        return new MergedSides(guest, account, met);
    }

    /** Whether the merge of an attribute is the same as another: what is set aside doesn't count. */
    public boolean isMergedAlike(String name, MergedSides other) {
        return Arrays.equals(mergedOfGuest(name), other.mergedOfGuest(name))
                && Arrays.equals(mergedOfAccount(name), other.mergedOfAccount(name));
    }

    private byte @Nullable [] mergedOfGuest(String name) {
        return aside.of(name) == Aside.Side.GUEST ? null : guest.get(name);
    }

    private byte @Nullable [] mergedOfAccount(String name) {
        return aside.of(name).isWithoutAccounts() ? null : account.get(name);
    }
}
