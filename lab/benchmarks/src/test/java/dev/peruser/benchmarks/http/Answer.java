package dev.peruser.benchmarks.http;

import java.util.List;

/**
 * What a server answered.
 *
 * @param status the status
 * @param cookies the values of {@code Set-Cookie}
 * @param body all of it
 */
record Answer(int status, List<String> cookies, byte[] body) {}
