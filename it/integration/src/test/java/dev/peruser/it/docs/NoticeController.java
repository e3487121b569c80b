package dev.peruser.it.docs;

import static dev.peruser.it.docs.QuantityController.QUANTITIES;

import dev.peruser.UserSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NoticeController {

    // snippet:notice
    @GetMapping("/notice")
    String notice(UserSession session) {
        return session.takeMergeReport()
                .flatMap(report -> report.guestValue(QUANTITIES))
                .map(picked -> "We added what you picked before signing in: " + picked.keySet())
                .orElse("");
    }
    // end
}
