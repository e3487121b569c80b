package dev.peruser.it.scale;

import dev.peruser.it.scale.Figures.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What the arithmetic says beside what was measured.
 *
 * @param what the quantity, with its unit
 * @param predicted by the arithmetic
 * @param measured by the simulation
 */
record Prediction(String what, double predicted, double measured) {

    /** How many times the larger is the smaller; at least 1. */
    double factor() {
        double ratio = predicted / measured;
        return Double.isFinite(ratio) && ratio > 0 ? Math.max(ratio, 1 / ratio) : Double.POSITIVE_INFINITY;
    }

    /** From a tenth of the sessions to all, and from single operations to requests of all kinds. */
    static List<Prediction> of(Figures figures) {
        return of(figures.basis(), figures.last(), Mix.OF_A_SHOP);
    }

    static List<Prediction> of(Step basis, Step last, Mix mix) {
        List<Prediction> predictions = new ArrayList<>();
        double mega = 1e6;
        predictions.add(new Prediction(
                "all sessions, MB", last.sessions() * basis.bytes() / mega, last.sessions() * last.bytes() / mega));
        if (last.get("mix.received") == 0) {
            return predictions; // no server: processor time has the clients' in it, and their compiler's
        }
        for (String operation : List.of("load", "save", "sign-in")) {
            predictions.add(new Prediction(
                    "server CPU of a " + operation + ", µs",
                    basis.get(operation + ".cpu"),
                    last.get(operation + ".cpu")));
        }
        predictions.add(cost("server CPU of a request of the mix, µs", basis, last, mix, "cpu"));
        predictions.add(cost("bytes to the server, for each request of the mix", basis, last, mix, "received"));
        predictions.add(cost("bytes from the server, for each request of the mix", basis, last, mix, "sent"));
        if (last.get("mix.log") > 0) {
            predictions.add(new Prediction(
                    "bytes of log, for each request of the mix", log(basis, last, mix), last.get("mix.log")));
        }
        return predictions;
    }

    private static Prediction cost(String what, Step basis, Step last, Mix mix, String figure) {
        return new Prediction(
                what,
                mix.cost(0, basis.get("load." + figure), basis.get("save." + figure), basis.get("sign-in." + figure)),
                last.get("mix." + figure));
    }

    /** Images of pages depend on how many pages there are, so they are no constant of an operation. */
    private static double log(Step basis, Step last, Mix mix) {
        double records = mix.cost(0, 0, records(basis, "save"), records(basis, "sign-in"));
        double touches = mix.cost(0, 0, basis.touches("save"), basis.touches("sign-in"));
        double requests = last.get("mix.operations");
        double pages = last.sessions() * basis.bytes() / PageImages.PAGE;
        double images = PageImages.of(pages, touches * requests) / requests;
        return records + images * basis.get("save.image-bytes", 0);
    }

    /** Bytes of log without images of pages. */
    static double records(Step step, String operation) {
        return step.get(operation + ".log")
                - step.get(operation + ".images", 0) * step.get(operation + ".image-bytes", 0);
    }
}
