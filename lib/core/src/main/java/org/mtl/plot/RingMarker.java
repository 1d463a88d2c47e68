package org.mtl.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** A circle that leaves room for the point in it. */
final class RingMarker extends Marker {

    private static final BasicStroke STROKE = new BasicStroke(2);

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        graphics.setStroke(STROKE);
        graphics.draw(new Ellipse2D.Double(x - size / 2.0, y - size / 2.0, size, size));
    }
}
