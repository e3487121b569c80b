package dev.peruser.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovingPictureIT {
    private static final Color SKY = new Color(0x88aacc);
    private static final Color BALL = new Color(0xcc3322);

    @TempDir
    private Path folder;

    @Test
    void write_keepsWhatEachFrameShowsAndForHowLong() throws IOException {
        List<Frame> drawn = List.of(
                new Frame(ballAt(10, 10), Duration.ofMillis(800)),
                new Frame(ballAt(60, 40), Duration.ofMillis(250)),
                new Frame(ballAt(60, 40), Duration.ofMillis(100)),
                new Frame(ballAt(80, 10), Duration.ofMillis(1200)));
        MovingPicture picture = new MovingPicture();
        drawn.forEach(frame -> picture.add(frame.image(), frame.duration()));
        Path file = folder.resolve("ball.gif");
        picture.write(file);
        List<Frame> shown = PictureViewer.framesOf(file);
        assertThat(shown)
                .extracting(Frame::duration)
                .isEqualTo(drawn.stream().map(Frame::duration).toList());
        for (int i = 0; i < drawn.size(); i++) {
            assertThat(points(shown.get(i))).as("frame %d", i).isEqualTo(points(drawn.get(i)));
        }
    }

    private static BufferedImage ballAt(int x, int y) {
        BufferedImage image = new BufferedImage(120, 80, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(SKY);
        graphics.fill(new Rectangle(120, 80));
        graphics.setColor(BALL);
        graphics.fillOval(x, y, 20, 20);
        graphics.dispose();
        return image;
    }

    private static int[] points(Frame frame) {
        BufferedImage image = frame.image();
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
