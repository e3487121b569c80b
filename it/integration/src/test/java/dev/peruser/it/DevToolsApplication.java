package dev.peruser.it;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application in a process of its own, which Spring Boot's developer tools start anew while it runs. */
@SpringBootConfiguration
@EnableAutoConfiguration
class DevToolsApplication {
    private static final Attribute<Note> NOTE = Attribute.of("note", Note.class);

    record Note(String text) {}

    /** Called again at each restart, by a class loader that has the application's classes anew. */
    public static void main(String[] arguments) {
        SpringApplication.run(DevToolsApplication.class, arguments);
        Jvm.say("started by "
                + DevToolsApplication.class.getClassLoader().getClass().getSimpleName());
    }

    @Bean
    Attribute<Note> note() {
        return NOTE;
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @RestController
    static class Pages {
        @GetMapping("/write")
        void write(@RequestParam String text, UserSession session) {
            session.put(NOTE, new Note(text));
        }

        @GetMapping("/read")
        String read(UserSession session) {
            return session.find(NOTE).map(Note::text).orElse("nothing");
        }
    }
}
