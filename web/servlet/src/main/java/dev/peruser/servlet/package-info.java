/**
 * PerUser in a Servlet 6 container: a filter that keeps guests' cookies and saves sessions before the client sees the
 * response.
 */
@NullMarked
package dev.peruser.servlet;

import org.jspecify.annotations.NullMarked;
