package org.mtl.cli;

import java.util.List;
import org.mtl.training.combining.Aligned;
import org.mtl.training.combining.Cagrad;
import org.mtl.training.combining.Config;
import org.mtl.training.combining.DbMtl;
import org.mtl.training.combining.Dualproj;
import org.mtl.training.combining.Fairgrad;
import org.mtl.training.combining.Graddrop;
import org.mtl.training.combining.Gradvac;
import org.mtl.training.combining.Imtl;
import org.mtl.training.combining.Mgda;
import org.mtl.training.combining.Moco;
import org.mtl.training.combining.Modo;
import org.mtl.training.combining.Nash;
import org.mtl.training.combining.Pcgrad;
import org.mtl.training.combining.Sdmgrad;
import org.mtl.training.combining.Upgrad;
import org.mtl.training.network.BalanceSettings.CombinerRule;

/** Makes the combiner that {@code --combine} names. */
final class CombinerWords {

    private CombinerWords() {}

    /**
     * The rule of a word.
     *
     * @param word one of those that there are
     * @throws org.mtl.MtlException (USAGE) naming the option that has no such value
     */
    static CombinerRule of(String word, MethodNumbers numbers) {
        return switch (word) {
            case "mgda" -> tasks -> new Mgda();
            case "pcgrad" -> tasks -> new Pcgrad();
            case "imtl" -> tasks -> new Imtl();
            case "nash" -> tasks -> new Nash();
            case "aligned" -> tasks -> new Aligned();
            case "upgrad" -> tasks -> new Upgrad();
            case "dualproj" -> tasks -> new Dualproj();
            case "config" -> tasks -> new Config();
            case "graddrop" -> tasks -> new Graddrop();
            case "gradvac" -> {
                double beta = numbers.share("gradvac-beta");
                yield tasks -> new Gradvac(beta, tasks);
            }
            case "cagrad" -> {
                double c = numbers.number("cagrad-c", "from 0 to below 1", value -> value >= 0 && value < 1);
                Cagrad.Rescale rescale = Cagrad.Rescale.values()[
                        List.of("0", "1", "2").indexOf(numbers.word("cagrad-rescale", List.of("0", "1", "2")))];
                yield tasks -> new Cagrad(c, rescale);
            }
            case "fairgrad" -> {
                double alpha = numbers.positive("fairgrad-alpha");
                yield tasks -> new Fairgrad(alpha);
            }
            case "moco" -> {
                double beta = numbers.share("moco-beta");
                double rate = numbers.positive("moco-rate");
                yield tasks -> new Moco(beta, rate, tasks);
            }
            case "db-mtl" -> {
                double beta = numbers.number("db-mtl-beta", "from 0 to below 1", value -> value >= 0 && value < 1);
                yield tasks -> new DbMtl(beta, tasks);
            }
            case "sdmgrad" -> {
                double lambda = numbers.least("sdmgrad-lambda", 0);
                yield tasks -> new Sdmgrad(lambda, tasks);
            }
            default -> {
                double rate = numbers.positive("modo-rate");
                double ridge = numbers.least("modo-ridge", 0);
                yield tasks -> new Modo(rate, ridge, tasks);
            }
        };
    }
}
