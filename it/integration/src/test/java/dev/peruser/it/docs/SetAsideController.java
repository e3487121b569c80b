package dev.peruser.it.docs;

// snippet-file:set-aside
import dev.peruser.MergeReport;
import dev.peruser.UserSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SetAsideController {

    /** For the page that asks: ids, and what each stands for. */
    @GetMapping("/set-aside")
    Map<String, List<String>> setAside(UserSession session) {
        return session.setAside().stream()
                .collect(Collectors.toMap(
                        MergeReport.SetAside::id,
                        aside -> List.copyOf(aside.ofAccount().keySet())));
    }

    @PostMapping("/set-aside")
    Set<String> answer(@RequestParam String id, @RequestParam boolean carry, UserSession session) {
        return carry ? session.carrySetAside(id) : session.dropSetAside(id);
    }
}
