package dev.peruser.internal.record;

import java.util.Map;

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
}
