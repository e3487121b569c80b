/** What all pages share: header, notices, security, errors. */
@NullMarked
package dev.peruser.shop.web;

import org.jspecify.annotations.NullMarked;
