package dev.peruser.benchmarks.growth;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/** A picture of medians, both axes logarithmic. */
public final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 480;
    private static final Font LARGE = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
    private static final Font NORMAL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    /** That can be told apart without seeing colours well; each is used twice, with a square and with a circle. */
    private static final List<Color> COLOURS =
            List.of(new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73), new Color(0x444444));

    private static final Shape CIRCLE = new Ellipse2D.Double(-4, -4, 8, 8);
    private static final Shape SQUARE = new Rectangle2D.Double(-4, -4, 8, 8);
    /** With so much between the least and the greatest, the axis shows powers of ten, and otherwise of two. */
    private static final double MANY = 600;

    private static final float[] DASHES = {7, 4};

    private Plot() {}

    /**
     * What the axes are.
     *
     * @param name of the picture's file
     * @param base the axis shows powers of it
     */
    public record Axes(String name, String amount, int base, String value) {}

    static String svg(Dimension dimension, List<Figure> figures) {
        return svg(new Axes(dimension.fileName(), dimension.axis(), dimension.base(), dimension.valueAxis()), figures);
    }

    /** A line for each series. */
    public static String svg(Axes axes, List<Figure> figures) {
        XYSeriesCollection lines = new XYSeriesCollection();
        for (Figure figure : figures) {
            int index = lines.indexOf(figure.series());
            if (index < 0) {
                lines.addSeries(new XYSeries(figure.series()));
                index = lines.getSeriesCount() - 1;
            }
            lines.getSeries(index).add(figure.amount(), figure.value().median());
        }
        JFreeChart chart = ChartFactory.createXYLineChart(null, null, null, lines);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(8, 8, 8, 16));
        chart.getLegend().setItemFont(NORMAL);
        chart.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
        XYPlot plot = chart.getXYPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setOutlineVisible(false);
        plot.setDomainAxis(axis(axes.amount(), axes.base()));
        boolean isWide = lines.getRangeUpperBound(true) / lines.getRangeLowerBound(true) >= MANY;
        plot.setRangeAxis(axis(axes.value(), isWide ? 10 : 2));
        plot.setRenderer(renderer(lines.getSeriesCount()));
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return graphics.getSVGElement(axes.name(), true, null, null, null) + "\n";
    }

    private static LogAxis axis(String title, int base) {
        LogAxis axis = new LogAxis(title);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickMarksVisible(false);
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setLabelFont(LARGE);
        axis.setTickLabelFont(NORMAL);
        axis.setLowerMargin(0.04);
        axis.setUpperMargin(0.04);
        return axis;
    }

    private static XYLineAndShapeRenderer renderer(int lines) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int line = 0; line < lines; line++) {
            boolean isSecond = line % 2 == 1;
            renderer.setSeriesPaint(line, COLOURS.get(line / 2 % COLOURS.size()));
            renderer.setSeriesShape(line, isSecond ? SQUARE : CIRCLE);
            renderer.setSeriesStroke(
                    line,
                    isSecond
                            ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
                            : new BasicStroke(2));
        }
        renderer.setDrawSeriesLineAsPath(true);
        return renderer;
    }
}
