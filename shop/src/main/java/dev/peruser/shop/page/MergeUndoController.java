package dev.peruser.shop.page;

import dev.peruser.MergeReport;
import dev.peruser.UserSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes back what a sign-in brought, where its notice offers that. What was done since, on any device, stays. */
@Controller
final class MergeUndoController {

    /** The id comes from the page: what it isn't, PerUser answers. */
    @PostMapping("/undo-merge")
    String undo(UserSession session, @RequestParam(defaultValue = "") String merge) {
        return LocalPath.redirect("/cart", notice(session.undoMerge(merge)));
    }

    private static Notice notice(MergeReport.Undo undo) {
        if (undo.outcome() == MergeReport.UndoOutcome.UNKNOWN) {
            return Notice.MERGE_UNKNOWN;
        }
        return undo.left().isEmpty() ? Notice.MERGE_UNDONE : Notice.MERGE_PARTLY_UNDONE;
    }
}
