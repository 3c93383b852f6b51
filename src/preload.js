// Service files written for version 0.1.0 preload this one.
import './preload.cjs';
