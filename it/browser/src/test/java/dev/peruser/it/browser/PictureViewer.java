package dev.peruser.it.browser;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;

/** Shows a moving picture as a browser does: each frame is drawn over those before. */
final class PictureViewer {
    private PictureViewer() {}

    static List<Frame> framesOf(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            List<Frame> frames = new ArrayList<>();
            BufferedImage shown =
                    new BufferedImage(reader.getWidth(0), reader.getHeight(0), BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < reader.getNumImages(true); i++) {
                IIOMetadataNode about =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                int left = number(about, "ImageDescriptor", "imageLeftPosition");
                int top = number(about, "ImageDescriptor", "imageTopPosition");
                shown = drawnOver(shown, reader.read(i), left, top);
                long hundredths = number(about, "GraphicControlExtension", "delayTime");
                frames.add(new Frame(shown, Duration.ofMillis(10 * hundredths)));
            }
            return frames;
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage drawnOver(BufferedImage before, BufferedImage part, int left, int top) {
        BufferedImage after = new BufferedImage(before.getWidth(), before.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = after.createGraphics();
        graphics.drawImage(before, 0, 0, null);
        graphics.drawImage(part, left, top, null);
        graphics.dispose();
        return after;
    }

    private static int number(IIOMetadataNode about, String part, String attribute) {
        IIOMetadataNode node =
                (IIOMetadataNode) about.getElementsByTagName(part).item(0);
        return Integer.parseInt(node.getAttribute(attribute));
    }
}
