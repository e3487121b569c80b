package dev.peruser.test.spring;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;

/** Nobody is signed in, where the application has Spring Security. Apart, because it may not be there. */
final class SignedOut {
    private SignedOut() {}

    static MockHttpServletRequest of(MockHttpServletRequest request) {
        return SecurityMockMvcRequestPostProcessors.anonymous().postProcessRequest(request);
    }
}
