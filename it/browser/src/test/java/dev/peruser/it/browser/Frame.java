package dev.peruser.it.browser;

import java.awt.image.BufferedImage;
import java.time.Duration;

/** What a moving picture shows for a while. */
record Frame(BufferedImage image, Duration duration) {}
