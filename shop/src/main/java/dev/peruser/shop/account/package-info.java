/** Accounts in a small file, registration and sign-in. */
@NullMarked
package dev.peruser.shop.account;

import org.jspecify.annotations.NullMarked;
