package dev.peruser.shop.page;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** When a page needs the session and it can't be had: the same page as when PerUser could not save a change. */
@ControllerAdvice
final class TroubleAdvice {

    @ExceptionHandler({StoreException.class, ConflictException.class})
    void unavailable(HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
}
