/** The session of whoever sends a request, in any servlet container, which brings the servlet API. */
module dev.peruser.servlet {
    requires transitive dev.peruser;
    requires static transitive jakarta.servlet;

    exports dev.peruser.servlet;
}
