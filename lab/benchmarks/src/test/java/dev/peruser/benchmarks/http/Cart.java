package dev.peruser.benchmarks.http;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A cart that is changed in place. Serializable, because Spring Session keeps values so unless it is told otherwise.
 */
public final class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // it is an ArrayList
    private List<Line> lines = new ArrayList<>();

    /** The lines themselves. */
    public List<Line> getLines() {
        return lines;
    }

    /** For Jackson. */
    public void setLines(List<Line> lines) {
        this.lines = lines;
    }

    /** How many pieces of all articles. */
    int total() {
        int total = 0;
        for (Line line : lines) {
            total += line.count;
        }
        return total;
    }

    /** Some pieces of an article. */
    public static final class Line implements Serializable {
        private static final long serialVersionUID = 1;

        private String item = "";
        private int count;

        /** A line of nothing. */
        public Line() {}

        Line(String item, int count) {
            this.item = item;
            this.count = count;
        }

        /** The article. */
        public String getItem() {
            return item;
        }

        /** For Jackson. */
        public void setItem(String item) {
            this.item = item;
        }

        /** How many. */
        public int getCount() {
            return count;
        }

        /** Changes how many. */
        public void setCount(int count) {
            this.count = count;
        }
    }
}
