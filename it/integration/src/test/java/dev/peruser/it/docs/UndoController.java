package dev.peruser.it.docs;

// snippet-file:undo
import dev.peruser.MergeReport;
import dev.peruser.UserSession;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UndoController {

    /** For the page's notice: its Undo button posts what is under "undo". */
    @GetMapping("/brought")
    Map<String, String> brought(UserSession session) {
        return session.takeMergeReport()
                .map(report -> Map.of("what", report.toString(), "undo", report.undoId()))
                .orElse(Map.of());
    }

    @PostMapping("/undo")
    String undo(@RequestParam String merge, UserSession session) {
        MergeReport.Undo undo = session.undoMerge(merge);
        return switch (undo.outcome()) {
            case UNDONE -> undo.left().isEmpty() ? "As it was." : "As it was, but for " + undo.left();
            case UNDONE_BEFORE -> "That was taken back before.";
            case UNKNOWN -> "That can't be taken back any more.";
        };
    }
}
