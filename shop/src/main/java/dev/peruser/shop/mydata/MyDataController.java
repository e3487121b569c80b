package dev.peruser.shop.mydata;

import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Shows visitors all that the session holds, and forgets what they say. */
@Controller
final class MyDataController {
    private final ObjectWriter writer;

    MyDataController(JsonMapper mapper) {
        this.writer = mapper.writerWithDefaultPrettyPrinter();
    }

    @GetMapping("/my-data")
    String show(UserSession session, Model model) {
        model.addAttribute(
                "attributes",
                session.names().stream()
                        .sorted()
                        .map(name -> stored(session, name))
                        .toList());
        return "my-data";
    }

    @PostMapping("/my-data/forget")
    String forget(UserSession session, @RequestParam(defaultValue = "") String name) {
        if (session.names().contains(name)) {
            session.remove(name);
        }
        return LocalPath.redirect("/my-data", Notice.FORGOTTEN);
    }

    @PostMapping("/my-data/forget-all")
    String forgetAll(UserSession session) {
        session.clear();
        return LocalPath.redirect("/my-data", Notice.ALL_FORGOTTEN);
    }

    private StoredAttribute stored(UserSession session, String name) {
        try {
            return new StoredAttribute(
                    name, writer.writeValueAsString(session.get(name).orElse(null)), true);
        } catch (SessionDataException e) {
            return new StoredAttribute(name, "", false);
        }
    }
}
