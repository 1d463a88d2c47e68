package org.mtl.cli;

import java.util.Locale;
import java.util.Optional;
import org.mtl.training.network.TrainingListener;

/** Shows how far the training of networks has come. */
final class EpochProgress implements TrainingListener {

    private final Context context;
    private final String what;
    private Optional<String> task = Optional.empty();
    private TimeLeft left = new TimeLeft();
    private int before;
    private boolean any;

    /**
     * Progress of one training.
     *
     * @param what is put in front of each line, empty for nothing
     */
    EpochProgress(Context context, String what) {
        this.context = context;
        this.what = what;
    }

    @Override
    public void epochDone(Progress progress) {
        if (!any || !progress.task().equals(task)) {
            // Epochs of an earlier run took none of this one's time.
            before = progress.epoch() - 1;
            left = any ? new TimeLeft() : left;
            task = progress.task();
            any = true;
        }
        String name = task.map(each -> "task " + each + ", ").orElse("");
        String loss = progress.validationLoss().isPresent()
                ? ", validation loss " + String.format(Locale.ROOT, "%.6g", progress.validationLoss().getAsDouble()) : "";
        context.progress(what + name + "epoch " + progress.epoch() + " of at most " + progress.epochs() + loss + ", "
                + String.format(Locale.ROOT, "%.3g", progress.rowsPerSecond()) + " rows a second, at most "
                + left.after(progress.epoch() - before, progress.epochs() - before));
    }

    /** Ends the line. */
    void end() {
        if (any) {
            context.progress("");
        }
    }
}
