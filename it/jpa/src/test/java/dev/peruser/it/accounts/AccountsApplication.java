package dev.peruser.it.accounts;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.servlet.VisitorResolver;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An ordinary application with accounts, whose entity knows nothing of sessions. */
@EnableAutoConfiguration
@EntityScan
@EnableJpaRepositories(considerNestedRepositories = true)
@Import(AccountsApplication.Pages.class)
class AccountsApplication {
    static final String TABLE = "peruser_jpa_account";

    /** Somebody. */
    @Entity(name = "Account")
    @Table(name = TABLE)
    static class Account {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String email = "";

        @Version
        long version;
    }

    /** All accounts. */
    interface Accounts extends JpaRepository<Account, Long> {}

    /** Who is signed in, by what the container keeps. */
    @Bean
    VisitorResolver visitors() {
        return request -> {
            HttpSession session = request.getSession(false);
            return session != null && session.getAttribute("account") instanceof Long id
                    ? Visitor.user(UserId.of(id.toString()))
                    : Visitor.guest();
        };
    }

    /** Another request, while a transaction is open. */
    @Bean
    CountDownLatch meanwhile() {
        return new CountDownLatch(1);
    }

    /** What visitors do. */
    @RestController
    static class Pages {
        private final Accounts accounts;
        private final PerUser perUser;
        private final CountDownLatch meanwhile;

        Pages(Accounts accounts, PerUser perUser, CountDownLatch meanwhile) {
            this.accounts = accounts;
            this.perUser = perUser;
            this.meanwhile = meanwhile;
        }

        @PostMapping("/add")
        int add(@RequestParam String item, UserSession session) {
            session.list("cart").add(item);
            return session.list("cart").size();
        }

        @GetMapping("/cart")
        String cart(UserSession session) {
            return String.join(
                    ",",
                    List.copyOf(session.list("cart")).stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList());
        }

        /** Queries first, which may keep the connection until the page is ready. */
        @PostMapping("/look")
        int look(HttpServletRequest request, UserSession session) {
            Account account = accounts.findById(own(request)).orElseThrow();
            return add("of " + account.id, session);
        }

        @Transactional
        @PostMapping("/register")
        public long register(HttpServletRequest request, UserSession session, @RequestParam boolean fails) {
            Account account = accounts.saveAndFlush(new Account());
            session.list("cart").add("welcome");
            if (fails) {
                throw new IllegalStateException("not today");
            }
            request.getSession().setAttribute("account", account.id);
            session.list("cart").add("as a user");
            return account.id;
        }

        @PostMapping("/sign-in")
        void signIn(HttpServletRequest request, @RequestParam long account) {
            request.getSession().setAttribute("account", account);
        }

        @PostMapping("/sign-out")
        void signOut(HttpServletRequest request) {
            request.getSession().removeAttribute("account");
        }

        @Transactional
        @PostMapping("/delete")
        public void delete(
                HttpServletRequest request,
                UserSession session,
                @RequestParam boolean erasesFirst,
                @RequestParam boolean flushes,
                @RequestParam boolean fails) {
            deleteIn(request, session, erasesFirst, flushes);
            if (fails) {
                throw new IllegalStateException("not today");
            }
        }

        @PostMapping("/delete-without-transaction")
        void deleteWithoutTransaction(
                HttpServletRequest request, UserSession session, @RequestParam boolean erasesFirst) {
            deleteIn(request, session, erasesFirst, false);
        }

        private void deleteIn(HttpServletRequest request, UserSession session, boolean erasesFirst, boolean flushes) {
            long id = own(request);
            session.list("cart").add("on the way out");
            if (erasesFirst) {
                perUser.erase(UserId.of(Long.toString(id)));
            }
            accounts.deleteById(id);
            if (flushes) {
                accounts.flush();
            }
            if (!erasesFirst) {
                perUser.erase(UserId.of(Long.toString(id)));
            }
        }

        /** Has read the account, and changes it when somebody has changed the cart. */
        @Transactional
        @PostMapping("/email-meanwhile")
        public void changeEmailMeanwhile(HttpServletRequest request) throws InterruptedException {
            Account account = accounts.findById(own(request)).orElseThrow();
            meanwhile.await();
            account.email = "meanwhile";
        }

        @PostMapping("/meanwhile")
        int meanwhile(UserSession session) {
            session.list("cart").add("meanwhile");
            session.commit();
            meanwhile.countDown();
            return session.list("cart").size();
        }

        @Transactional
        @PostMapping("/email-then-commit")
        public void changeEmailAndCommit(HttpServletRequest request, UserSession session) {
            Account account = accounts.findById(own(request)).orElseThrow();
            account.email = "flushed";
            accounts.flush();
            session.list("cart").add("within");
            session.commit();
        }

        @Transactional
        @PostMapping("/email")
        public void changeEmail(HttpServletRequest request, @RequestParam String value) {
            accounts.findById(own(request)).orElseThrow().email = value;
        }

        @GetMapping("/email")
        String email(HttpServletRequest request) {
            return accounts.findById(own(request)).map(account -> account.email).orElse("nobody");
        }

        @GetMapping("/accounts")
        long count() {
            return accounts.count();
        }

        private static long own(HttpServletRequest request) {
            return (Long) request.getSession().getAttribute("account");
        }
    }
}
